import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import react from '@vitejs/plugin-react'
import { type Plugin, defineConfig } from 'vite'

const webDir = import.meta.dirname
const wordsDir = path.join(webDir, 'i18n')

/**
 * Words of people lie in one file a language; each section of it becomes a module of its own, so that a buyer does not
 * load the operator's. `virtual:languages` names a loader for every section of every language there is.
 */
function words(): Plugin {
  const prefix = 'virtual:words/'
  return {
    name: 'lakeside-words',
    resolveId: (id) => (id === 'virtual:languages' || id.startsWith(prefix) ? `\0${id}` : undefined),
    load(id) {
      if (id === '\0virtual:languages') return languagesModule()
      if (!id.startsWith(`\0${prefix}`)) return undefined
      const [language = '', section = ''] = id.slice(prefix.length + 1).split('/')
      const file = path.join(wordsDir, `${language}.json`)
      this.addWatchFile(file)
      return `export const words = ${JSON.stringify(sectionsOf(language)[section] ?? {})}`
    },
  }
}

function sectionsOf(language: string): Record<string, unknown> {
  return JSON.parse(readFileSync(path.join(wordsDir, `${language}.json`), 'utf8'))
}

function languagesModule(): string {
  const languages = readdirSync(wordsDir).filter((file) => file.endsWith('.json'))
  const entries = languages.map((file) => {
    const language = path.basename(file, '.json')
    const sections = Object.keys(sectionsOf(language)).map(
      (section) => `${JSON.stringify(section)}: () => import('virtual:words/${language}/${section}')`,
    )
    return `${JSON.stringify(language)}: { ${sections.join(', ')} }`
  })
  return `export const languages = { ${entries.join(', ')} }`
}

export default defineConfig(({ isSsrBuild = false }) => ({
  root: webDir,
  plugins: [react(), words()],
  // The page asks our own server for everything; nothing of the environment belongs in it.
  envPrefix: 'LAKESIDE_PAGE_',
  publicDir: isSsrBuild ? false : 'public',
  build: {
    target: 'es2022',
    manifest: !isSsrBuild,
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2_000,
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: isSsrBuild
        ? { server: path.join(webDir, 'server.tsx') }
        : { main: path.join(webDir, 'main.tsx'), 'service-worker': path.join(webDir, 'service-worker.ts') },
      output: isSsrBuild
        ? { entryFileNames: '[name].js' }
        : { entryFileNames: ({ name }) => (name === 'service-worker' ? '[name].js' : 'assets/[name]-[hash].js') },
    },
  },
  ssr: {
    // One file that needs no resolution at run time, with the same code as the browser's.
    noExternal: true as const,
  },
}))
