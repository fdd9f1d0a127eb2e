package org.limner.schemas.codec;

/** Record headers of jobs, results and cancellations: the Kafka binding of CloudEvents 1.0 in binary mode. Values are UTF-8. */
public final class CloudEventHeaders {
    /** What stands before an attribute's name. */
    public static final String PREFIX = "ce_";

    /** Always {@value #SPEC_VERSION_1_0}. */
    public static final String SPEC_VERSION = PREFIX + "specversion";
    /** A job's id; {@code <job id>.result} of a result. */
    public static final String ID = PREFIX + "id";
    /** Who published the record, a URI reference. */
    public static final String SOURCE = PREFIX + "source";
    /** {@link #JOB_TYPE}, {@link #RESULT_TYPE} or {@link #CANCELLATION_TYPE}. */
    public static final String TYPE = PREFIX + "type";
    /** A job's deadline, RFC 3339. */
    public static final String EXPIRY_TIME = PREFIX + "expirytime";
    /** Of a result: the job's id. */
    public static final String CAUSATION_ID = PREFIX + "causationid";
    /** The trace context where {@link #TRACE_PARENT} is absent. */
    public static final String CLOUD_EVENT_TRACE_PARENT = PREFIX + "traceparent";

    /** W3C trace context; the one header that is no CloudEvents attribute, since tracing agents write it so. */
    public static final String TRACE_PARENT = "traceparent";
    /** Says which mode a record is in. */
    public static final String CONTENT_TYPE = "content-type";

    public static final String SPEC_VERSION_1_0 = "1.0";
    public static final String JOB_TYPE = "org.limner.render.job.v1";
    public static final String RESULT_TYPE = "org.limner.render.result.v1";
    public static final String CANCELLATION_TYPE = "org.limner.render.cancellation.v1";
    /** Binary mode: attributes in headers, the data as value. */
    public static final String JSON = "application/json";
    /** Structured mode: attributes and data together in the value. */
    public static final String STRUCTURED_JSON = "application/cloudevents+json";

    private CloudEventHeaders() {}
}
