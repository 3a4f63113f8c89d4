-- name: every_endpoint_can_sign
select e.town, e.id from webhooks.endpoints e
  where not exists (
    select from webhooks.secrets s where s.town = e.town and s.endpoint = e.id and s.expires_at is null);

-- name: attempts_are_counted
select d.town, d.id, d.attempts from webhooks.deliveries d
  where d.attempts <> (select count(*) from webhooks.attempts a where a.town = d.town and a.delivery = d.id);
