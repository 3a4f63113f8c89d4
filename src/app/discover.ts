/**
 * Finds the modules and businesses by their folders: nothing is registered anywhere. A folder without `module.ts`
 * (or `business.ts`) has nothing to discover; removing a folder removes the business.
 */
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Business, Module } from '../kernel/module.ts'

const sourceDir = path.join(import.meta.dirname, '..')

/**
 * Every `src/modules/<name>/module.ts`, by name, or only some. @throws Error for one that does not export
 * `module` under its name
 */
export async function discoverModules(source: string = sourceDir, only?: readonly string[]): Promise<Module[]> {
  const found = await loadEach(path.join(source, 'modules'), 'module', only)
  return found // `loadEach` checked the name; the rest is typed where it is exported
}

/** Every `src/businesses/<name>/business.ts`, by name. @throws as `discoverModules` */
export async function discoverBusinesses(source: string = sourceDir): Promise<Business[]> {
  const found = await loadEach(path.join(source, 'businesses'), 'business')
  return found // as above
}

async function loadEach(
  parent: string,
  kind: 'module' | 'business',
  only?: readonly string[],
): Promise<{ name: string }[]> {
  if (!existsSync(parent)) return []
  const folders = readdirSync(parent, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const names = folders.map((entry) => entry.name).filter((name) => existsSync(path.join(parent, name, `${kind}.ts`)))
  const wanted = names.filter((name) => only === undefined || only.includes(name))
  return Promise.all(wanted.sort().map((name) => load(path.join(parent, name, `${kind}.ts`), kind, name)))
}

async function load(file: string, kind: string, name: string): Promise<{ name: string }> {
  const exports: Record<string, unknown> = await import(pathToFileURL(file).href)
  const value = exports[kind]
  if (typeof value === 'object' && value !== null && 'name' in value && value.name === name)
    return value as { name: string } // just compared
  throw new Error(`${file} must export const ${kind} with the name '${name}'`)
}
