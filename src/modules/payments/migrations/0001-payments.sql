-- What was asked of payment providers, what the last reconciliation found, and the sandbox provider's own memory.

-- One row for each call of a flow; its id is the provider's idempotency key. Times are machine time.
create table payments.requests (
  town         integer     not null,
  id           uuid        not null,
  order_id     uuid        not null,
  op           text        not null,
  amount_minor bigint      not null,
  currency     text        not null,
  provider     text        not null,
  transaction  text,
  status       text        not null,
  reason       text,
  asked_at     timestamptz not null,
  answered_at  timestamptz,
  constraint requests_pk primary key (town, id),
  constraint requests_op_known check (op in ('charge', 'refund', 'send-back', 'pay-out', 'return')),
  constraint requests_status_known check (status in ('asked', 'open', 'authorised', 'succeeded', 'failed', 'dropped'))
);
create index requests_by_order on payments.requests (town, order_id);

-- The newest findings, one row a town: what the operator reads and `reconcile` exits by.
create table payments.reconciliations (
  town     integer     not null,
  made_at  timestamptz not null,
  provider text        not null,
  findings json        not null,
  constraint reconciliations_pk primary key (town, provider)
);

-- The sandbox provider is a stranger to the books: it remembers by itself what it was asked and what it did.
create table payments.sandbox_movements (
  town         integer     not null,
  transaction  text        not null,
  kind         text        not null,
  key          text        not null,
  reference    text        not null,
  charge       text,
  purpose      text,
  amount_minor bigint      not null constraint sandbox_movements_amount_above_zero check (amount_minor > 0),
  currency     text        not null,
  status       text        not null,
  reason       text,
  return_to    text,
  page         text,             -- secret part of the address of the bank's page
  fault        text,             -- how it is to misbehave
  is_withheld  boolean     not null default false, -- it has happened, and nobody is told yet
  at           timestamptz not null,
  constraint sandbox_movements_pk primary key (town, transaction),
  constraint sandbox_movements_key_once unique (town, key),
  constraint sandbox_movements_kind_known check (kind in ('charge', 'refund', 'payout')),
  constraint sandbox_movements_status_known check (status in ('open', 'authorised', 'succeeded', 'failed'))
);
create index sandbox_movements_by_reference on payments.sandbox_movements (town, reference);
create unique index sandbox_movements_by_page on payments.sandbox_movements (town, page) where page is not null;

-- Instructions to misbehave, used up one by one in order.
create table payments.sandbox_faults (
  town  integer not null,
  id    uuid    not null,
  kind  text    not null,
  fault text    not null,
  times integer not null constraint sandbox_faults_times_above_zero check (times > 0),
  constraint sandbox_faults_pk primary key (town, id)
);
