import { type FieldError, Problem } from '#kernel/problem'
import { compileFlow } from './compile-manifest.ts'
import type { CompilerOptions } from './compiler.ts'
import { consentErrors } from './consent.ts'
import type { Flow } from './flow.ts'
import type { Manifest } from './manifest.ts'
import { formErrors } from './manifest-schema.ts'
import { meaningErrors } from './meanings.ts'
import { personalErrors } from './personal-check.ts'
import { play } from './play.ts'
import { manifestInvalid } from './problems.ts'
import { structureErrors } from './structure.ts'

/** How many random commands a manifest must bear without a fault before it is published. */
const TRIAL_COMMANDS = 2000

/**
 * Compiles a manifest, or says everything that is wrong with it, each at its place (JSON Pointer) and in words: first
 * its form; then its sense, its expressions and its consents together.
 *
 * @throws {Problem} manifest-invalid
 */
export function compileManifest(manifest: Manifest, options: CompilerOptions): Flow {
  reject(manifest, formErrors(manifest))
  const unregistered = (manifest.functions ?? []).flatMap((name, index) =>
    options.functions?.[name] === undefined
      ? [{ pointer: `/functions/${index}`, detail: `no function “${name}” is registered` }]
      : [],
  )
  const { flow, compiler } = compileFlow(manifest, options)
  reject(manifest, [
    ...structureErrors(manifest),
    ...compiler.problems,
    ...unregistered,
    ...meaningErrors(compiler, options.functions ?? {}),
    ...(compiler.problems.length > 0 ? [] : personalErrors(compiler, options.functions ?? {})),
    ...consentErrors(manifest),
  ])
  return flow
}

/**
 * Compiles a manifest as `compileManifest` does and lets it be played at random in a scratch world, where nothing may
 * fail: what a new version must pass before it is published.
 *
 * @throws {Problem} manifest-invalid
 */
export function tryManifest(manifest: Manifest, options: CompilerOptions): Flow {
  const flow = compileManifest(manifest, options)
  const { faults } = play(flow, { seed: 1, commands: TRIAL_COMMANDS })
  reject(
    manifest,
    faults.map((fault) => ({ pointer: '', detail: `fails when it is played at random: ${fault}` })),
  )
  return flow
}

function reject(manifest: Manifest, errors: readonly FieldError[]): void {
  if (errors.length === 0) return
  const name = typeof manifest.business === 'string' ? ` ${manifest.business}` : ''
  throw new Problem(manifestInvalid, { detail: `The manifest${name} is wrong in ${errors.length} places`, errors })
}
