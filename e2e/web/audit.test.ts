import { after, test } from 'node:test'
import { closeStage } from './browser.ts'
import { assertFaultless } from './faults.ts'
import { operatorScreens } from './operator-screens.ts'
import { buyerScreens } from './screens.ts'
import { sellerScreens } from './seller-screens.ts'

after(closeStage)

const groups = { buyers: buyerScreens, sellers: sellerScreens, operators: operatorScreens }
for (const [group, screens] of Object.entries(groups)) {
  test(`no screen of ${group} has an error, anything for axe, sideways scroll or a word that is not translated`, async () =>
    assertFaultless(screens))
}
