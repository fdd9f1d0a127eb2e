package org.limner.worker.store.s3;

import org.limner.schemas.result.ErrorCode;
import org.limner.worker.failure.JobRejectedException;
import org.limner.worker.failure.StoreFailedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What a failed request means. */
final class S3Failures {
    private static final int NOT_FOUND = 404;
    private static final int FORBIDDEN = 403;

    private S3Failures() {}

    /**
     * The job's rejection where the store itself blames the job; thrown as the worker's where the fault lies elsewhere. A 404
     * by a proxy, or for a bucket that the configuration names, is not the job's, nor is a 403 for credentials that have run
     * out.
     */
    static JobRejectedException ofReading(S3Exception e, String place) throws StoreFailedException {
        if (e.statusCode() == NOT_FOUND && code(e).equals("NoSuchKey")) {
            return new JobRejectedException(
                    ErrorCode.REFERENCE_NOT_FOUND, place + " is not there: the store has no such key");
        }
        if (e.statusCode() == FORBIDDEN && code(e).equals("AccessDenied")) {
            return new JobRejectedException(
                    ErrorCode.REFERENCE_REFUSED,
                    "the store denies the worker " + place + "; it may also not be there, of which some stores say the"
                            + " same");
        }
        throw failed("reading " + place, e);
    }

    /** @param what for example {@code reading s3://masks/coast.png} */
    static StoreFailedException failed(String what, SdkException e) {
        if (e instanceof S3Exception answer) {
            String code = code(answer);
            return new StoreFailedException(
                    what + " failed: the store answered " + answer.statusCode() + (code.isEmpty() ? "" : " " + code),
                    e);
        }
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new StoreFailedException(what + " failed: " + root, e);
    }

    /** The store's own word; empty for an answer that is none of S3's. */
    private static String code(S3Exception e) {
        boolean spoken = e.awsErrorDetails() != null && e.awsErrorDetails().errorCode() != null;
        return spoken ? e.awsErrorDetails().errorCode() : "";
    }
}
