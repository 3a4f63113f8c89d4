-- Pages of a search are kept whole: an order is judged by all that it could have shown.

alter table recommend.lessons
  add column told smallint[] not null default '{}',  -- bits by place: 1 seen, 2 clicked, 4 put into the basket
  add column rest real[] not null default '{}',      -- features of candidates that had no place, row after row
  add column logits real[] not null default '{}',    -- of all candidates, in temperatures below the best; or empty
  add constraint lessons_candidates_fit check (
    cardinality(logits) = 0 and cardinality(rest) = 0
    or cardinality(rest) = (cardinality(logits) - cardinality(things))
      * (cardinality(features) / cardinality(things)));
