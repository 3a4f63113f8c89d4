import { after, test } from 'node:test'
import { closeStage } from './browser.ts'
import { assertFaultless } from './operator-looks.ts'
import { groupOf, operatorScreens } from './operator-screens.ts'

after(closeStage)

test('no screen about the town, disputes and parties has an error, a fault for axe, sideways scroll or foreign words', async () => {
  await assertFaultless(operatorScreens.filter(({ name }) => groupOf(name) === 'people'))
})
