import assert from 'node:assert/strict'
import { test } from 'node:test'
import { goTo, leaveAfter, visit } from './browser.ts'
import { emptyTown, printedLink } from './empty-town.ts'

test('a new town is set up without any password: whoever has the link makes a passkey, and comes back with it', async (t) => {
  const stage = await emptyTown
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
