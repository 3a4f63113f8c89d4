-- Features come from two sources; feature_pos is the position of the log.
alter table decisions.records add column stream_pos bigint; -- of the stream of interactions, of the features it read
