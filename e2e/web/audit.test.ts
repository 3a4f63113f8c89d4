import { after, test } from 'node:test'
import { closeStage } from './browser.ts'
import { experimentScreens } from './experiment-screens.ts'
import { assertFaultless } from './faults.ts'
import { loopScreens } from './loop-screens.ts'
import { operatorScreens } from './operator-screens.ts'
import { peopleScreens } from './people-screens.ts'
import { pointsScreens } from './points-screens.ts'
import { buyerScreens } from './screens.ts'
import { sellerScreens } from './seller-screens.ts'

after(closeStage)

/** Screens looked at by one test: a minute's work. */
const atOnce = 14

const groups = {
  buyers: buyerScreens,
  sellers: sellerScreens,
  operators: operatorScreens,
  experiments: experimentScreens,
  loops: loopScreens,
  people: peopleScreens,
  points: pointsScreens,
}
for (const [group, all] of Object.entries(groups)) {
  for (let from = 0; from < all.length; from += atOnce) {
    const screens = all.slice(from, from + atOnce)
    const which = `${group}, from ${screens[0]?.name} to ${screens.at(-1)?.name}`
    test(`no screen of ${which}, has an error, anything for axe, sideways scroll or foreign words`, async () =>
      assertFaultless(screens))
  }
}
