import type { Submit } from '#kernel/commands'
import { type Lease, releaseLease } from '#kernel/lease'
import { log } from '#kernel/log'
import type { Feed } from '#kernel/events-feed'
import type { FactLoader } from '#kernel/module'
import { capacityCommands } from '#modules/capacity'
import { ledgerCommands } from '#modules/ledger'
import { offersCommands } from '#modules/offers'
import type { BatchFaults } from './batches.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { catalogueCommands } from '../catalogue/commands.ts'
import { createDecide } from './decide.ts'
import type { EngineOptions } from './engine.ts'
import { createIntake } from './intake.ts'
import { createSweeper } from './timers.ts'
import { type BatchStats, createWriter } from './writer.ts'

/** Figures since the start of the process. */
export type EngineFigures = BatchStats & BatchFaults

/** What lives as long as the lease is held: the writer with its queue, and the sweeper of timers. */
export type Tenure = {
  lease: Lease
  submit: Submit
  sweepNow: () => Promise<number>
  /** Commands that wait or are being decided. */
  size: () => number
  /** Machine time of the newest commit, ms: a batch is as good as a heartbeat. */
  committedAt: () => number
  close: () => Promise<void>
}

/** Begins and ends tenures of one process. */
export type Reign = {
  figures: EngineFigures
  begin: (lease: Lease) => Promise<Tenure>
  /** @param isByChoice the lease is given up, so that another process need not wait out the silence */
  end: (tenure: Tenure, reason: string, isByChoice: boolean) => Promise<void>
}

/** @param submit what timers fire their commands through */
export function createReign(options: EngineOptions & { catalogue: Catalogue; feed: Feed }, submit: Submit): Reign {
  const { db, town, clock, catalogue, feed, facts = {} } = options
  const direct = [
    ...ledgerCommands,
    ...capacityCommands,
    ...offersCommands,
    ...catalogueCommands,
    ...(options.commands ?? []),
  ]
  const decide = createDecide(direct, options.transition)
  const figures: EngineFigures = {
    batches: 0, stored: 0, replayed: 0, deferred: 0, failed: 0, fallbacks: 0, retries: 0, bisections: 0, reconnects: 0,
  } // prettier-ignore

  const factsInUse = (): ReadonlyMap<string, FactLoader> =>
    new Map(Object.entries(facts).filter(([name]) => catalogue.facts().has(name)))

  async function begin(lease: Lease): Promise<Tenure> {
    await catalogue.refresh()
    const writer = createWriter({
      db, town, lease, clock, catalogue, decide, factsInUse, stats: figures, onCommit: feed.announce,
      isCached: options.isCached ?? true,
    }) // prettier-ignore
    const intake = createIntake(writer, options)
    const sweeper = createSweeper({ db, town: town.id, clock, submit })
    feed.setAnnouncing(true)
    sweeper.start()
    log.info({ town: town.id, epoch: lease.epoch }, 'this process writes the books')
    const close = async (): Promise<void> => {
      feed.setAnnouncing(false)
      await sweeper.stop()
      await intake.idle()
      await writer.close()
    }
    return {
      lease,
      submit: intake.submit,
      sweepNow: sweeper.sweepNow,
      size: intake.size,
      committedAt: writer.committedAt,
      close,
    }
  }

  async function end(tenure: Tenure, reason: string, isByChoice: boolean): Promise<void> {
    log.info({ town: town.id, epoch: tenure.lease.epoch, reason }, 'this process no longer writes the books')
    await tenure.close()
    if (isByChoice) await releaseLease(db, tenure.lease)
  }

  return { figures, begin, end }
}
