import type { Mutant } from './mutant.ts'

const backup = 'src/app/backup'
const proof = `${backup}/backup.test.ts`

/** Guards of backup, restore, import and migrations. */
export const operatorGuards: readonly Mutant[] = [
  {
    name: 'backup-one-snapshot',
    file: `${backup}/back-up.ts`,
    guard: 'begin isolation level repeatable read read only',
    without: 'begin isolation level read committed read only',
    test: { file: proof, name: 'taken under load' },
  },
  {
    name: 'backup-checksums',
    file: `${backup}/archive-reader.ts`,
    guard: 'if (wanted !== hash) throw',
    without: 'if (wanted === "") throw',
    test: { file: proof, name: 'altered anywhere' },
  },
  {
    name: 'restore-into-empty-only',
    file: `${backup}/restore.ts`,
    guard: 'if (tables.length > 0 && mark !== restoreMark)',
    without: 'if (tables.length < 0)',
    test: { file: proof, name: 'not empty is refused' },
  },
  {
    name: 'restore-cut-short-is-marked',
    file: 'src/kernel/migrate.ts',
    guard: 'if (!isRestoring) await refuseHalfATown(client)',
    without: '',
    test: { file: proof, name: 'killed half-way' },
  },
  {
    name: 'keys-are-not-replaced',
    file: `${backup}/restore.ts`,
    guard: 'if (there !== undefined) throw',
    without: 'if (there === target) throw',
    test: { file: proof, name: 'never replace other keys' },
  },
  {
    name: 'formula-guard',
    file: 'src/app/transfer/texts.ts',
    guard: 'escape_formulas: true',
    without: 'escape_formulas: false',
    test: { file: 'src/app/cli.test.ts', name: 'like a formula' },
  },
  {
    name: 'import-all-or-nothing',
    file: 'src/app/commands/import.ts',
    guard: "(all.length === 0 || values['skip-wrong'] === true)",
    without: '(all.length >= 0)',
    test: { file: 'src/app/cli.test.ts', name: 'nothing by halves' },
  },
]
