import type { Mutant } from './mutant.ts'

/** Guards of the town's settings, its wizard, and of going live. */
export const townGuards: readonly Mutant[] = [
  {
    name: 'a-lost-update-of-settings-is-refused',
    file: 'src/modules/town/settings.ts',
    guard: '    if (seen.rev !== rev) throw new Problem(settingsChanged)\n',
    without: '',
    test: { file: 'src/app/town.test.ts', name: 'the second is told' },
  },
  {
    name: 'a-currency-in-use-stays',
    file: 'src/modules/town/settings.ts',
    guard:
      '    if (currency !== undefined && currency !== row.currency) await refuseCurrencyInUse(tx, town.id, currency)\n',
    without: '',
    test: { file: 'src/app/town.test.ts', name: 'priced or paid in another' },
  },
  {
    name: 'links-of-the-wizard-end-with-it',
    file: 'src/modules/town/routes-setup.ts',
    guard: '        await endLinks(tx, { town: town.id, party: operatorId, label: setupLabel })\n',
    without: '',
    test: { file: 'src/app/town.test.ts', name: 'closed until its one-time link' },
  },
  {
    name: 'a-sandbox-takes-test-keys-only',
    file: 'src/modules/payments/routes-keys.ts',
    guard: 'if (!fitsTown({ secretKey }, town)) {',
    without: "if (secretKey === '') {",
    test: { file: 'src/app/providers.test.ts', name: 'keys of the provider are tried' },
  },
  {
    name: 'a-key-is-tried-before-it-is-saved',
    file: 'src/modules/payments/routes-keys.ts',
    guard: 'await tryKey({ secretKey, baseUrl: config.stripeUrl })',
    without: 'void tryKey',
    test: { file: 'src/app/providers.test.ts', name: 'keys of the provider are tried' },
  },
  {
    name: 'begun-with-the-sandbox-ends-there',
    file: 'src/modules/payments/desk.ts',
    guard: 'former.find(({ name }) => name === first?.provider) ?? provider',
    without: 'first === undefined ? provider : provider',
    test: { file: 'src/app/providers.test.ts', name: 'what was begun with the sandbox provider' },
  },
  {
    name: 'a-mail-server-is-tried-before-it-is-saved',
    file: 'src/modules/mail/routes-server.ts',
    guard: 'if (server !== null) await tryMailServer(',
    without: 'if (server !== null) await Promise.resolve(',
    test: { file: 'src/app/providers.test.ts', name: 'the mail server is tried' },
  },
  {
    name: 'who-takes-a-backup-is-on-record',
    file: 'src/app/server-backups.ts',
    guard: "recordAudit(db, { town: town.id, by, act: 'backups.taken'",
    without: "Promise.resolve({ town: town.id, by, act: 'backups.taken'",
    test: { file: 'src/app/town.test.ts', name: 'taken, and on record' },
  },
  {
    name: 'a-mail-password-goes-to-its-own-server-only',
    file: 'src/modules/mail/server.ts',
    guard: 'before?.host === host && before.user === user ? before.password',
    without: 'before !== null ? before.password',
    test: { file: 'src/app/providers.test.ts', name: 'the mail server is tried' },
  },
  {
    name: 'derived-colours-are-readable-in-the-dark',
    file: 'src/modules/town/accent.ts',
    guard: 'reads([...darkGrounds, softDark])',
    without: 'reads([])',
    test: { file: 'src/modules/town/accent.test.ts', name: 'readable in light and in dark' },
  },
]
