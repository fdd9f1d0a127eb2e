#!/bin/sh
# Creates Limner's topics where they do not exist yet, with the tool that comes with Kafka:
#   create-topics.sh BOOTSTRAP_SERVERS [PARTITIONS [REPLICATION_FACTOR]]
# The worker creates none. Where Strimzi runs Kafka, k8s/topics says the same.
set -eu
bootstrap=${1:?usage: create-topics.sh BOOTSTRAP_SERVERS [PARTITIONS [REPLICATION_FACTOR]]}
partitions=${2:-12}
replication=${3:-3}
# In the apache/kafka image the tools are not on the path.
PATH=$PATH:/opt/kafka/bin

create() {
  kafka-topics.sh --bootstrap-server "$bootstrap" --create --if-not-exists \
    --partitions "$partitions" --replication-factor "$replication" --topic "$@"
}

# A compressed batch of zeros passes any size limit and unpacks to hundreds of megabytes in the worker.
for jobs in limner.jobs limner.jobs.high limner.jobs.low; do
  create $jobs --config max.message.bytes=1048576 --config compression.type=uncompressed
done
create limner.results --config max.message.bytes=2097152
# Twice that of the jobs: the largest record must still fit with the headers that say why it is here.
create limner.dead-letter --config max.message.bytes=2097152
for retry in limner.retry.5s limner.retry.30s limner.retry.5m; do
  create $retry --config max.message.bytes=2097152 --config compression.type=uncompressed
done
# The latest record of each key, for a day and for a week.
create limner.seen --config max.message.bytes=1048576 \
  --config cleanup.policy=compact,delete --config retention.ms=86400000 --config segment.ms=3600000
create limner.cancellations --config max.message.bytes=1048576 --config compression.type=uncompressed \
  --config cleanup.policy=compact,delete --config retention.ms=604800000 --config segment.ms=3600000
