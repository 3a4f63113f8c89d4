import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { launchTown } from '../../simulator/town.ts'
import { type Stage, goTo, launchBrowser, leaveAfter, visit } from './browser.ts'

/** A town that nobody has set up. */
const here: Promise<Stage> = (async () => {
  const [town, browser] = await Promise.all([launchTown({ environment: { DEMO: 'off' } }), launchBrowser()])
  return { town, browser, origin: town.baseUrl.replace('127.0.0.1', 'localhost') }
})()

after(async () => {
  const { town, browser } = await here
  await browser.close()
  await town[Symbol.asyncDispose]()
})

/** The path of the link that the start has printed. */
async function printedLink({ town }: Stage): Promise<string> {
  for (;;) {
    const found = /Set up +\S+?(\/#\/setup\/\S+)/.exec(town.said())?.[1]
    if (found !== undefined) return found
    await sleep(50)
  }
}

test('a new town is set up without any password: whoever has the link makes a passkey, and comes back with it', async (t) => {
  const stage = await here
  const ada = await visit(stage)
  leaveAfter(t, ada)
  const { page, context } = ada
  const press = async (name: string): Promise<void> => page.getByRole('button', { name }).first().click()
  const at = async (title: string): Promise<void> => page.getByRole('heading', { name: title, level: 1 }).waitFor()
  const devtools = await context.newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  const options = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true } as const
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: { ...options, isUserVerified: false, automaticPresenceSimulation: true },
  })

  await goTo(ada, await printedLink(stage))
  await at('You')
  await press('Use a passkey')
  await page.getByText('No passkey was chosen.').waitFor()
  await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true })
  await press('Use a passkey')
  await at('The town')
  const { credentials } = await devtools.send('WebAuthn.getCredentials', { authenticatorId })
  assert.equal(credentials.length, 1)

  await page.getByLabel('Name', { exact: true }).fill('Seeheim')
  for (const step of ['Languages', 'Look', 'Fees', 'Mail']) {
    await press('Go on')
    await at(step)
  }
  await press('Later')
  await at('Payment')
  await press('Go on')
  await at('Open')
  await press('Open the town')
  await page.waitForURL('**/operator')

  // Somebody else's browser as far as the town knows, with the same key in hand.
  await context.clearCookies()
  await page.evaluate(() => localStorage.clear())
  await goTo(ada, '/sign-in')
  await press('Sign in with a passkey')
  await page.waitForURL((url) => url.pathname !== '/sign-in')
  await goTo(ada, '/operator/settings')
  await at('Settings')
  assert.deepEqual(
    ada.complaints.filter((text) => !/status of 4\d\d/.test(text)),
    [],
  )
})
