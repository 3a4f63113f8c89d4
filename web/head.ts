import { createContext, useContext, useEffect } from 'react'
import { useTown } from './town.ts'

/** What a page says of itself to browsers, search engines and those who share its address. */
export type Head = {
  readonly title: string
  readonly description?: string
  /** Path of the page's true address. */
  readonly canonical?: string
  /** Path of a picture. */
  readonly image?: string
  /** Open Graph's kind of thing; default `website`. */
  readonly kind?: 'website' | 'product'
  /** schema.org, for the server's HTML only. */
  readonly jsonLd?: readonly object[]
  /** Search engines are asked to leave it out: pages that are somebody's own. */
  readonly isPrivate?: boolean
  readonly status?: 404
}

/** Collects what the page said while the server renders it. */
export type HeadCollector = { head: Head | undefined }

const HeadContext = createContext<HeadCollector | undefined>(undefined)
/** For the server's rendering. */
export const HeadProvider = HeadContext.Provider

/** Says what this page is. The browser shows the title; the rest serves those who read the server's HTML. */
export function useHead(head: Head): void {
  const collector = useContext(HeadContext)
  const { name } = useTown()
  if (collector !== undefined) collector.head = head
  const title = titleOf(head.title, name)
  useEffect(() => {
    document.title = title
  }, [title])
}

/** "Mug · Lakeside" */
export function titleOf(title: string, town: string): string {
  return title === '' ? town : `${title} · ${town}`
}
