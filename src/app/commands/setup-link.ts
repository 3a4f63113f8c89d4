/** `lakeside setup-link`: another one-time link to the first-run wizard, when the first was lost or is too old. */
import { machineNow } from '#kernel/clock'
import { recordAudit } from '#modules/audit'
import { findSetup } from '#modules/town'
import { withTown } from '../cli-town.ts'
import { CommandError, defineUsage, readArguments } from '../cli-usage.ts'
import { setupLink } from '../operator-link.ts'

export const usage = defineUsage({
  synopsis: [''],
  options: {},
  notes: `
The link works once, within a day; earlier ones that nobody has used end with it. Once the town is open there is no
wizard any more: \`lakeside user link operator\` makes a link that signs the operator in.`,
})

/** Prints the link. */
export async function run(args: readonly string[]): Promise<number> {
  readArguments(usage, args)
  await withTown(async (open) => {
    const setup = await findSetup(open.db, open.town.id)
    if (setup === undefined || setup.finishedAt !== null)
      throw new CommandError('this town is set up; for a way in: node bin/lakeside.mjs user link operator')
    console.log(await setupLink(open))
    await recordAudit(open.db, { town: open.town.id, by: null, act: 'setup.link-made', now: machineNow() })
  })
  return 0
}
