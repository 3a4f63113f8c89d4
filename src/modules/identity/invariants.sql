-- A shop or firm without anyone who may act for it cannot be reached by anyone but the operator.
-- name: personas_exist
select s.town, s.slug from identity.personas s
  left join identity.parties p on p.town = s.town and p.id = s.party
  where p.id is null;

-- name: members_are_persons
select m.town, m.person from identity.memberships m
  join identity.parties p on p.town = m.town and p.id = m.person
  where p.kind <> 'person';

-- name: tokens_end
select town, id from identity.tokens where expires_at <= created_at;
