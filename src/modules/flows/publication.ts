import { Problem } from '#kernel/problem'
import { compileFlow } from './compile-manifest.ts'
import type { CompilerOptions } from './compiler.ts'
import type { Flow } from './flow.ts'
import type { Manifest } from './manifest.ts'
import { manifestInvalid } from './problems.ts'

/**
 * Compiles a manifest, or says everything that is wrong with it, each at its place.
 *
 * @throws {Problem} manifest-invalid
 */
export function compileManifest(manifest: Manifest, options: CompilerOptions): Flow {
  const { flow, compiler } = compileFlow(manifest, options)
  if (compiler.problems.length === 0) return flow
  throw new Problem(manifestInvalid, { detail: `The manifest ${manifest.business} is wrong`, errors: compiler.problems })
}
