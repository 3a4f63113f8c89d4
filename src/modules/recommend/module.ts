import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { machineNow } from '#kernel/clock'
import { transaction } from '#kernel/db'
import { addJobs, type Task } from '#kernel/jobs'
import type { Context, Module } from '#kernel/module'
import { deciderOf } from '#modules/decisions'
import { createPseudonyms, type Following, projectInteractions } from '#modules/interactions'
import { rankBy, searchOf } from '#modules/search'
import { costOf } from './fairness/budget.ts'
import { fairnessRoutes } from './fairness/routes.ts'
import { rulesKeeper } from './fairness/rules.ts'
import { createSpending, forgetSpending, namedOf } from './fairness/spending.ts'
import { creditInteractions, forgetOld, outcomesProjection } from './learning/attribution.ts'
import { createLessons } from './learning/lessons.ts'
import { recommendRoutes } from './routes.ts'
import { askers } from './serving/looking.ts'
import type { Maker } from './serving/pages.ts'
import { points } from './serving/points.ts'
import { searchRanker } from './serving/searching.ts'
import { follow, type Follower } from './state/following.ts'
import { Knowledge } from './state/knowledge.ts'

const tidyTask = 'recommend.tidy'
const dayMs = 86_400_000
/** What a small town knows is read in less; no start waits longer for a large one. */
const begunWithinMs = 300

export const module: Module = {
  name: 'recommend',
  points,
  routes: (app, context) => {
    const { db, town, vault, clock, feed, config, metrics } = context
    const knowledge = new Knowledge(town.timeZone)
    const decider = deciderOf(context)
    const lessons = createLessons({ db, town: town.id })
    const asker = askers({ db, town: town.id, vault, clock }, knowledge)
    rankBy(
      db,
      searchRanker({ knowledge, decider, lessons }, () => clock.now()),
    )
    const now = (): number => clock.now()
    const keeper = rulesKeeper({ db, town: town.id, now: machineNow }, (rules) => (knowledge.exposure.rules = rules))
    const spending = createSpending({ db, town: town.id, now })
    const spent: Maker['spent'] = (limit, page) => spending.note(limit, namedOf(knowledge, costOf(knowledge, page)))
    const refresh = keeper.fresh
    recommendRoutes(app, { db, town: town.id, knowledge, decider, lessons, asker, spent, refresh })
    fairnessRoutes(app, { db, town: town.id, knowledge, spending, now, changed: keeper.renew })
    metrics.gauge('lakeside_recommend_things', 'Things that may be recommended', () => knowledge.catalogue.size)
    metrics.gauge('lakeside_recommend_visitors', 'Visitors remembered', () => knowledge.visitors.size)
    metrics.gauge('lakeside_recommend_newcomer_places', 'Places given to newcomers', () => spending.given())
    let follower: Follower | undefined
    let crediting: Following | undefined
    app.addHook('onReady', async () => {
      const source = searchOf(db)?.source
      if (source === undefined) return
      const snapshots = { folder: path.join(config.dataDir, 'recommend', String(town.id)), source }
      follower = follow(knowledge, { db, town: town.id, feed, source, snapshots })
      await Promise.race([follower.begun, sleep(begunWithinMs)])
      crediting = projectInteractions(
        { db, town: town.id, name: 'recommend.credits' },
        creditInteractions({ town: town.id, settle: () => lessons.settled() }),
      )
      await addJobs(db, [{ task: tidyTask, payload: {}, key: tidyTask, runAt: machineNow() + 60_000 }])
    })
    app.addHook('onClose', async () => {
      await crediting?.stop()
      await follower?.stop()
      await lessons.idle()
      await spending.stop()
    })
  },
  projections: ({ town, clock, vault }) => [
    outcomesProjection({ town: town.id, clock, pseudonyms: createPseudonyms(vault) }),
  ],
  jobs: (context) => ({ [tidyTask]: tidyOf(context) }),
}

/** Forgets what has had its time; enqueues itself for tomorrow. */
function tidyOf({ db, town, clock }: Context): Task {
  return async () => {
    await transaction(db, async (tx) => {
      await forgetOld(tx, town.id, clock.now())
      await forgetSpending(tx, town.id, clock.now())
    })
    await addJobs(db, [{ task: tidyTask, payload: {}, key: tidyTask, runAt: machineNow() + dayMs }])
  }
}
