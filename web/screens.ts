import type { QueryClient } from '@tanstack/react-query'
import type { ComponentType } from 'react'
import type { Api } from './api.ts'
import type shell from './i18n/en.json'

/** Whose screens they are. Each group is a bundle of its own, with its own navigation. */
export type Group = 'buyer' | 'seller' | 'operator'

/** Where a screen's words are found: `nav.*` in the section `shell`. */
export type NavWord = keyof (typeof shell)['shell']['nav']

/** What a prefetch is given. */
export type Prefetching = {
  api: Api
  client: QueryClient
  params: Readonly<Record<string, string | undefined>>
  query: URLSearchParams
}

/** One screen, declared beside its module in `ui/GROUP.screens.ts`; discovered, never registered. */
export type Screen = {
  /** As React Router writes it; begins with `/`. Sellers' begin with `/sell`, operators' with `/operator`. */
  path: string
  load: () => Promise<ComponentType>
  /** Sections of words beside its group's; they come with its code. */
  words?: readonly string[]
  /** Stands in the navigation of its group; the smallest order comes first. */
  nav?: {
    order: number
    word: NavWord
    icon: ComponentType<{ size?: number; stroke?: number }>
    /** Where there is room for a search box or a menu that leads there as well. */
    isOnPhonesOnly?: boolean
  }
  /** `signed-in` asks a visitor to sign in first. */
  access?: 'signed-in'
  /** Read before the server renders, so that the page arrives with its content. Same keys as the screen's `useGet`. */
  prefetch?: (prefetching: Prefetching) => Promise<unknown>
}

/** What a `ui/GROUP.screens.ts` exports as `screens`. */
export type Screens = readonly Screen[]

type Declared = { screens: Screens }

const buyer = import.meta.glob<Declared>('../src/{modules,businesses}/*/ui/buyer.screens.ts', { eager: true })
const seller = import.meta.glob<Declared>('../src/{modules,businesses}/*/ui/seller.screens.ts')
const operator = import.meta.glob<Declared>('../src/{modules,businesses}/*/ui/operator.screens.ts')

/** The buyer's screens: there from the first moment. */
export const buyerScreens: Screens = Object.values(buyer).flatMap(({ screens }) => screens)

/** The screens of another group, loaded when somebody goes there. */
export async function loadScreens(group: 'seller' | 'operator'): Promise<Screens> {
  const files = group === 'seller' ? seller : operator
  const loaded = await Promise.all(Object.values(files).map(async (load) => load()))
  return loaded.flatMap(({ screens }) => screens)
}

/** The group that an address belongs to. */
export function groupOf(pathname: string): Group {
  if (/^\/sell(\/|$)/.test(pathname)) return 'seller'
  if (/^\/operator(\/|$)/.test(pathname)) return 'operator'
  return 'buyer'
}
