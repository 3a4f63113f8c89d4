// `node client/build.mjs [FOLDER]`: the client as a package of plain JavaScript with types, in a folder that can be
// copied into another project, installed from (`npm install FOLDER`) or packed (`npm pack FOLDER`).
import { execFileSync } from 'node:child_process'
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const here = import.meta.dirname
const folder = path.resolve(process.argv[2] ?? path.join(here, 'dist'))

rmSync(folder, { recursive: true, force: true })
const compiler = path.join(here, 'node_modules', 'typescript', 'bin', 'tsc')
const project = path.join(here, 'tsconfig.build.json')
execFileSync(process.execPath, [compiler, '-p', project, '--outDir', folder], { stdio: 'inherit' })

const { name, version, description, license, type, dependencies } = JSON.parse(
  readFileSync(path.join(here, 'package.json'), 'utf8'),
)
const manifest = {
  name,
  version,
  description,
  license,
  type,
  exports: { '.': { types: './index.d.ts', default: './index.js' }, './openapi.json': './openapi.json' },
  sideEffects: false,
  dependencies,
}
writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
for (const file of ['README.md', 'openapi.json']) copyFileSync(path.join(here, file), path.join(folder, file))
copyFileSync(path.join(here, '..', 'LICENSE'), path.join(folder, 'LICENSE'))
