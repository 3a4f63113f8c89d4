import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { machineNow } from '#kernel/clock'
import { transaction } from '#kernel/db'
import { addJobs, type Task } from '#kernel/jobs'
import type { Context, Module } from '#kernel/module'
import { deciderOf } from '#modules/decisions'
import { createPseudonyms, type Following, projectInteractions } from '#modules/interactions'
import { rankBy, searchOf } from '#modules/search'
import { creditInteractions, forgetOld, outcomesProjection } from './learning/attribution.ts'
import { createLessons } from './learning/lessons.ts'
import { recommendRoutes } from './routes.ts'
import { budgetOf } from './serving/fairness.ts'
import { askers } from './serving/looking.ts'
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
    recommendRoutes(app, { db, town: town.id, knowledge, decider, lessons, asker })
    metrics.gauge('lakeside_recommend_things', 'Things that may be recommended', () => knowledge.catalogue.size)
    metrics.gauge('lakeside_recommend_visitors', 'Visitors remembered', () => knowledge.visitors.size)
    metrics.gauge('lakeside_recommend_newcomer_places', 'Places given to newcomers', () => budgetOf(knowledge).places)
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
        creditInteractions({ town: town.id }),
      )
      await addJobs(db, [{ task: tidyTask, payload: {}, key: tidyTask, runAt: machineNow() + 60_000 }])
    })
    app.addHook('onClose', async () => {
      await crediting?.stop()
      await follower?.stop()
      await lessons.idle()
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
    await transaction(db, (tx) => forgetOld(tx, town.id, clock.now()))
    await addJobs(db, [{ task: tidyTask, payload: {}, key: tidyTask, runAt: machineNow() + dayMs }])
  }
}
