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

-- A team without an owner is out of everyone's reach.
-- name: teams_have_an_owner
select distinct m.town, m.party from identity.memberships m
  where not exists (select from identity.memberships o
    where o.town = m.town and o.party = m.party and o.role = 'owner');

-- name: who_signs_in_by_an_address_is_a_person
select s.town, s.party from identity.sign_ins s
  join identity.parties p on p.town = s.town and p.id = s.party
  where p.kind <> 'person';
