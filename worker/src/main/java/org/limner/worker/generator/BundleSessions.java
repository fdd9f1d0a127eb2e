package org.limner.worker.generator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.limner.schemas.job.ModelReference;
import org.limner.worker.bundle.BundleRepository;
import org.limner.worker.bundle.ModelBundle;
import org.limner.worker.style.StyleEncoder;

/** The open session of every bundle a worker serves. Owns them. */
public final class BundleSessions implements AutoCloseable {
    private final Map<ModelReference, BundleSession> sessions = new LinkedHashMap<>();

    /** Takes ownership of {@code sessions}. */
    public BundleSessions(List<BundleSession> sessions) {
        sessions.forEach(session -> this.sessions.put(session.bundle().reference(), session));
    }

    /** Opens every bundle; throws {@link org.limner.worker.bundle.BundleRefusedException} for the first that fails. */
    public static BundleSessions open(BundleRepository bundles, SessionSettings settings) {
        BundleSessions opened = openCold(bundles, settings);
        try {
            opened.warmUp(settings);
            return opened;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** As {@link #open}, without the first runs, which are for {@link #warmUp}. */
    public static BundleSessions openCold(BundleRepository bundles, SessionSettings settings) {
        BundleSessions opened = new BundleSessions(List.of());
        try {
            for (ModelBundle bundle : bundles.bundles()) {
                opened.sessions.put(bundle.reference(), BundleSession.openCold(bundle, settings));
            }
            return opened;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /**
     * Runs every session once. What is rendered meanwhile waits for it. Throws
     * {@link org.limner.worker.bundle.BundleRefusedException} for the first that does not render; closes nothing.
     */
    public void warmUp(SessionSettings settings) {
        sessions.values().forEach(session -> session.warmUp(settings));
    }

    /** The same sessions with {@code decorator} around each generator. They are owned by what is returned. */
    public BundleSessions decorated(GeneratorDecorator decorator) {
        return new BundleSessions(sessions.values().stream()
                .map(session -> new BundleSession(
                        session.bundle(),
                        session.generators().stream()
                                .map(generator -> decorator.decorate(session.bundle(), generator))
                                .toList(),
                        session.encoder()))
                .toList());
    }

    /** Throws {@link IllegalArgumentException} for a bundle that was not opened here. */
    public BundleSession session(ModelBundle bundle) {
        BundleSession session = sessions.get(bundle.reference());
        if (session == null) {
            throw new IllegalArgumentException("bundle '" + bundle.reference() + "' is not open");
        }
        return session;
    }

    public Generator generator(ModelBundle bundle) {
        return session(bundle).generator();
    }

    /** Empty for a bundle that takes no photographs as styles. */
    public Optional<StyleEncoder> encoder(ModelBundle bundle) {
        return session(bundle).encoder();
    }

    @Override
    public void close() {
        sessions.values().forEach(BundleSession::close);
    }
}
