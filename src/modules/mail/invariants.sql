-- A letter waits for its job at most as long as jobs are retried, about three days.
-- name: letters_do_not_wait_for_ever
select town, id from mail.letters where status = 'waiting' and created_at < now() - interval '7 days';
