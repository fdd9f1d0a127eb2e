package org.limner.worker.batch;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.limner.worker.batch.BatchAssembler.Batch;
import org.limner.worker.bundle.ModelBundle;

/**
 * Gives batches to the bundles' render threads: one thread that owns the assembler and is told what happens by messages,
 * so that nothing here needs a lock.
 */
final class RenderDispatcher implements AutoCloseable {
    private final BatchAssembler<ModelBundle, RenderTask> assembler;
    private final Map<ModelBundle, RenderThread> renderers;
    private final int concurrentRuns;
    private final Set<ModelBundle> busy = new HashSet<>();
    private final LinkedBlockingQueue<Message> messages = new LinkedBlockingQueue<>();
    private final Thread thread;
    private boolean closed;

    private sealed interface Message {
        record Prepared(RenderTask task) implements Message {}

        record RunEnded(ModelBundle bundle) implements Message {}

        record Hurry() implements Message {}

        record Close() implements Message {}
    }

    /** @param concurrentRuns session runs at the same time, at least 1 */
    RenderDispatcher(
            BatchAssembler<ModelBundle, RenderTask> assembler,
            Map<ModelBundle, RenderThread> renderers,
            int concurrentRuns) {
        if (concurrentRuns < 1) {
            throw new IllegalArgumentException("concurrent runs must be at least 1 but are " + concurrentRuns);
        }
        this.assembler = assembler;
        this.renderers = Map.copyOf(renderers);
        this.concurrentRuns = concurrentRuns;
        this.thread = NamedThreads.of("dispatch").newThread(this::dispatch);
        thread.start();
    }

    /** Takes a job whose images are to be rendered. */
    void add(RenderTask task) {
        messages.add(new Message.Prepared(task));
    }

    /** From now on no job waits for company. */
    void hurry() {
        messages.add(new Message.Hurry());
    }

    /** The bundle whose batch has been rendered for the longest time, and how long. */
    Optional<Map.Entry<String, Duration>> longestRun() {
        return renderers.values().stream()
                .map(renderer -> Map.entry(renderer.model().toString(), renderer.running()))
                .max(Map.Entry.comparingByValue());
    }

    @Override
    public void close() {
        messages.add(new Message.Close());
        renderers.values().forEach(RenderThread::close);
    }

    private void dispatch() {
        try {
            while (!closed) {
                Message message = await();
                while (message != null) {
                    handle(message);
                    message = messages.poll();
                }
                startBatches();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The next message; null when a batch is due before there is one. */
    private Message await() throws InterruptedException {
        OptionalLong due = busy.size() < concurrentRuns ? assembler.nanosUntilNext(this::isFree) : OptionalLong.empty();
        return due.isPresent() ? messages.poll(due.getAsLong(), TimeUnit.NANOSECONDS) : messages.take();
    }

    private void handle(Message message) {
        if (message instanceof Message.Prepared prepared) {
            RenderTask task = prepared.task();
            assembler.add(task.job().bundle(), task, task.job().mask(), task.images());
        } else if (message instanceof Message.RunEnded ended) {
            busy.remove(ended.bundle());
        } else if (message instanceof Message.Hurry) {
            assembler.hurry();
        } else {
            closed = true;
        }
    }

    private void startBatches() {
        while (!closed && busy.size() < concurrentRuns) {
            Optional<Batch<ModelBundle, RenderTask>> next = assembler.next(this::isFree);
            if (next.isEmpty()) {
                return;
            }
            start(next.get());
        }
    }

    private void start(Batch<ModelBundle, RenderTask> batch) {
        ModelBundle bundle = batch.bundle();
        new BatchAssembledEvent(bundle.reference(), batch.images(), assembler.images()).commit();
        busy.add(bundle);
        renderers.get(bundle).start(batch.shares(), () -> messages.add(new Message.RunEnded(bundle)));
    }

    private boolean isFree(ModelBundle bundle) {
        return !busy.contains(bundle);
    }
}
