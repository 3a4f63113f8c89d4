import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { machineNow } from '#kernel/clock'
import type { Database } from '#kernel/db'
import { Problem } from '#kernel/problem'
import { webhookUnreadable, webhookUnsigned } from '../problems.ts'
import {
  type ChargeRequest,
  type Incoming,
  type Movement,
  type Provider,
  ProviderAway,
  ProviderRefused,
  type RefundRequest,
} from '../provider.ts'
import { isSigned, signed } from '../signature.ts'
import { type Fault, type FaultyKind, slowMs } from './faults.ts'
import { createMemory, listPage, type Memory, type NewRow, type Remembered } from './memory.ts'

/** What the payer does on the bank's page; faults are said by whoever rehearses. */
export type Press = 'pay' | 'refuse' | Exclude<Fault, 'slow' | 'away' | 'lost' | 'refuse' | 'fail'>

/** The sandbox provider, and what only a sandbox has. */
export type Sandbox = Provider & {
  /** What stands on the bank's page; undefined when there is none. */
  readonly look: (page: string) => Promise<Remembered | undefined>
  /** The payer presses a button. @returns false when the payment is over */
  readonly press: (page: string, how: Press) => Promise<boolean>
  /** The next `times` requests of a kind go wrong in this way. */
  readonly misbehave: (kind: FaultyKind, fault: Fault, times: number) => Promise<void>
  /** Tells of everything that was withheld. */
  readonly release: () => Promise<number>
  /** A notice as it is sent; signed when it is sent, because old signatures are refused. */
  readonly sign: (body: string) => Incoming
}

export type SandboxOptions = {
  db: Database
  town: number
  /** Key of its webhooks. */
  secret: string
  /** Before `/bank/SECRET`. */
  publicUrl: string
  /** Sends a notice, again and again until it is taken, as providers do. */
  tell: (body: string) => Promise<void>
}

type Bank = SandboxOptions & { memory: Memory }

/** The name under which requests and findings mention it. */
export const sandboxName = 'sandbox'

/** A provider of play money, on tables of its own that nobody else reads. */
export function createSandbox(options: SandboxOptions): Sandbox {
  const bank: Bank = { ...options, memory: createMemory(options.db, options.town) }
  const { memory } = bank
  return {
    name: sandboxName,
    charge: (request) => charge(bank, request),
    capture: async ({ charge: transaction, amountMinor }) => {
      const row = await memory.move(transaction, ['authorised'], { status: 'succeeded', amountMinor })
      if (row !== undefined) await notify(bank, row)
      const known = row ?? (await memory.byTransaction(transaction))
      if (known?.status !== 'succeeded') throw new ProviderRefused('There is nothing to capture')
      return movementOf(known)
    },
    cancel: async (reference) => {
      for (const { transaction } of await memory.byReference('charge', reference)) {
        await memory.move(transaction, ['open', 'authorised'], { status: 'failed', reason: 'cancelled' })
      }
    },
    refund: (request) => refund(bank, request),
    payOut: async (request) => {
      const { destination: _unused, ...row } = request
      const fault = await faultOf(bank, 'payout', request.key)
      const begun = { ...row, kind: 'payout', transaction: newName('po'), at: machineNow(), status: 'open' } as const
      return carryOut(bank, begun, fault)
    },
    find: async ({ kind, reference, transaction }) => {
      const one = transaction === undefined ? undefined : await memory.byTransaction(transaction)
      const rows = one === undefined ? await memory.byReference(kind, reference) : [one]
      return rows.map(movementOf)
    },
    list: (since) => listed(memory, since),
    read: (incoming) => read(bank, incoming),
    look: memory.byPage,
    press: (page, how) => press(bank, page, how),
    misbehave: memory.addFault,
    sign: (body) => ({ headers: { [signatureHeader]: signed(options.secret, body, machineNow()) }, body }),
    release: async () => {
      const rows = await memory.withheld()
      for (const { transaction, status } of rows) {
        const row = await memory.move(transaction, [status], { status })
        if (row !== undefined) await notify(bank, row)
      }
      return rows.length
    },
  }
}

function newName(kind: string): string {
  return `${kind}_${randomBytes(12).toString('hex')}`
}

/** The fault for a request that has not been seen before; what was done already is only answered again. */
async function faultOf({ memory }: Bank, kind: FaultyKind, key: string): Promise<Fault | null> {
  if ((await memory.byKey(key)) !== undefined) return null
  const fault = await memory.nextFault(kind)
  if (fault === 'slow') await sleep(slowMs)
  if (fault === 'away') throw new ProviderAway('The sandbox provider was told not to answer')
  return fault
}

async function charge(bank: Bank, request: ChargeRequest): ReturnType<Provider['charge']> {
  const { key, reference, amountMinor, currency, returnTo, isAuthorisation = false } = request
  const fault = await faultOf(bank, 'charge', key)
  const { row, isNew } = await bank.memory.keep({
    transaction: newName('ch'), kind: 'charge', key, reference, amountMinor, currency, returnTo,
    page: randomBytes(18).toString('base64url'), at: machineNow(), ...beginningOf(fault, isAuthorisation),
  }) // prettier-ignore
  if (isNew && fault === 'lost') throw new ProviderAway('The answer was lost, as it was told to be')
  if (isNew && fault === 'refuse-then-pay') await succeedLater(bank, row)
  return { ...movementOf({ ...row, status: isNew ? row.status : statusOf(row) }), page: pageOf(bank, row) }
}

function beginningOf(fault: Fault | null, isAuthorisation: boolean): Pick<NewRow, 'status' | 'fault' | 'reason'> {
  if (fault === 'refuse' || fault === 'refuse-then-pay') return { status: 'failed', fault, reason: 'declined' }
  return isAuthorisation ? { status: 'authorised' } : { status: 'open', fault }
}

function pageOf({ publicUrl }: Bank, { page }: Remembered): string {
  return `${publicUrl}/bank/${page}`
}

/** The refusal is answered first; that it was paid after all is known to whoever asks, and told when released. */
async function succeedLater({ memory }: Bank, { transaction }: Remembered): Promise<void> {
  await memory.move(transaction, ['failed'], { status: 'succeeded', isWithheld: true })
}

async function refund(bank: Bank, request: RefundRequest): Promise<Movement> {
  const { key, reference, amountMinor, currency, charge: transaction, purpose } = request
  const known = await bank.memory.byKey(key)
  if (known !== undefined) return movementOf(known)
  const charged = await bank.memory.byTransaction(transaction)
  if (charged === undefined || charged.status !== 'succeeded') throw new ProviderRefused('There is no such charge')
  if ((await bank.memory.refundedOf(transaction)) + amountMinor > charged.amountMinor) {
    throw new ProviderRefused('More would be refunded than was charged')
  }
  const fault = await faultOf(bank, 'refund', key)
  const row = { key, reference, amountMinor, currency, charge: transaction, purpose } as const
  const begun = { ...row, kind: 'refund', transaction: newName('re'), at: machineNow(), status: 'open' } as const
  return carryOut(bank, begun, fault)
}

/** Refunds and payouts are done at once, well or in the way they were told to. */
async function carryOut(bank: Bank, begun: NewRow, fault: Fault | null): Promise<Movement> {
  const isFailing = fault === 'fail' || fault === 'fail-then-pay'
  const first = {
    ...begun,
    fault,
    ...(isFailing ? { status: 'failed', reason: 'bank-refused' } : { status: 'succeeded' }),
  }
  const { row, isNew } = await bank.memory.keep(first as NewRow)
  if (!isNew) return movementOf(row)
  if (fault === 'lost') throw new ProviderAway('The answer was lost, as it was told to be')
  if (fault === 'twice') await notify(bank, row)
  if (fault === 'fail-then-pay')
    await bank.memory.move(row.transaction, ['failed'], { status: 'succeeded', isWithheld: true })
  if (fault === 'pay-then-fail') {
    await bank.memory.move(row.transaction, ['succeeded'], {
      status: 'failed',
      reason: 'bank-returned',
      isWithheld: true,
    })
  }
  // Done, and it says neither now nor by itself: only who asks is told.
  if (fault === 'silent') return { ...movementOf(row), status: 'open' }
  return movementOf(row)
}

async function press(bank: Bank, page: string, how: Press): Promise<boolean> {
  const { memory } = bank
  const found = await memory.byPage(page)
  if (found?.status !== 'open') return false
  const { transaction, fault, amountMinor } = found
  if (how === 'refuse') {
    const row = await memory.move(transaction, ['open'], { status: 'failed', reason: 'declined' })
    if (row !== undefined) await notify(bank, row)
    return row !== undefined
  }
  const manner = how === 'pay' ? fault : how
  const paid = { status: 'succeeded', isWithheld: manner === 'late' || manner === 'refuse-then-pay' } as const
  if (manner === 'refuse-then-pay') await notify(bank, { ...found, status: 'failed', reason: 'declined' })
  const amount = manner === 'other-amount' ? { amountMinor: amountMinor + 1 } : {}
  const row = await memory.move(transaction, ['open'], { ...paid, ...amount })
  if (row === undefined) return false
  await tellOfPayment(bank, row, manner)
  return true
}

async function tellOfPayment(bank: Bank, row: Remembered, manner: Fault | null): Promise<void> {
  if (row.isWithheld || manner === 'silent') return
  await notify(bank, row)
  if (manner === 'twice') await notify(bank, row)
  if (manner !== 'double') return
  const again = { ...row, transaction: newName('ch'), key: `${row.key}/again`, page: null, at: machineNow() }
  await notify(bank, (await bank.memory.keep(again)).row)
}

/** What others hear: of what is withheld, nothing yet. */
function statusOf({ kind, status, isWithheld, fault }: Remembered): Movement['status'] {
  if (!isWithheld) return status
  if (fault === 'pay-then-fail') return 'succeeded'
  return fault === 'fail-then-pay' || fault === 'refuse-then-pay' ? 'failed' : kind === 'charge' ? 'open' : status
}

function movementOf(row: Remembered): Movement {
  const { kind, transaction, amountMinor, currency, reference, charge: charged, purpose, reason, at } = row
  return {
    kind, transaction, status: statusOf(row), amountMinor, currency, reference, at,
    ...(charged === null ? {} : { charge: charged }),
    ...(purpose === null ? {} : { purpose }),
    ...(reason === null ? {} : { reason }),
  } // prettier-ignore
}

async function* listed(memory: Memory, since: number): AsyncIterable<Movement> {
  let after: Remembered | null = null
  for (;;) {
    const rows: Remembered[] = await memory.page(since, after)
    for (const row of rows) yield movementOf(row)
    after = rows.at(-1) ?? null
    if (rows.length < listPage) return
  }
}

const signatureHeader = 'sandbox-signature'

async function notify({ tell }: Bank, row: Remembered): Promise<void> {
  await tell(JSON.stringify(movementOf({ ...row, isWithheld: false })))
}

function read({ secret }: Bank, { headers, body }: Incoming): Movement[] {
  if (!isSigned(headers[signatureHeader], { secret, body, nowMs: machineNow() })) throw new Problem(webhookUnsigned)
  try {
    return [JSON.parse(body) as Movement] // ours: it is signed
  } catch (error) {
    if (error instanceof SyntaxError) throw new Problem(webhookUnreadable)
    throw error
  }
}
