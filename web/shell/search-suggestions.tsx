import { IconCategory, IconClock, IconSearch, IconTag, IconX } from '@tabler/icons-react'
import { keepPreviousData } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { useNavigate } from 'react-router'
import { useGet } from '#web/api'
import { useFormat } from '#web/format'
import { forgetSearches, recentSearches } from '#web/recent-searches'
import { useStandingWords } from '#web/standing'
import css from './search-suggestions.module.css'

/** A moment without a key, ms: then it is asked how the search may go on. */
const calmMs = 120
const shownMax = 6

type Option = { kind: 'recent' | 'query' | 'shelf' | 'thing'; key: string; text: string; choose: () => void }

type Props = {
  id: string
  typed: string
  /** Told what takes the keys; that answers whether a key was its own. */
  takeKeys: (take: (key: string) => boolean) => void
  report: (popup: { isListed: boolean; activeId: string | undefined }) => void
  look: (text: string) => void
  close: () => void
}

/** How a search may go on: queries, shelves and things; what was looked for before, while nothing is typed. */
export function SearchSuggestions({ id, typed, takeKeys, report, look, close }: Props): ReactNode {
  const t = useStandingWords()
  // Which is active belongs to what was typed: other words begin in the box again.
  const [{ text: of, index }, setChosen] = useState({ text: typed, index: -1 })
  const active = of === typed ? index : -1
  const setActive = (next: number): void => setChosen({ text: typed, index: next })
  const [, setForgotten] = useState(0)
  const forget = (text?: string): void => {
    forgetSearches(text)
    setForgotten((count) => count + 1)
    setActive(-1)
  }
  const options = useOptions(typed, { look, close })
  const isListed = options.length > 0 && t !== undefined
  const current = options[active]
  const idOf = (index: number): string => `${id}-${index}`
  const activeId = current === undefined ? undefined : `${id}-${active}`
  useEffect(() => report({ isListed, activeId }), [report, isListed, activeId])
  useEffect(() => {
    takeKeys((key) => {
      if (!isListed) return false
      const step = { ArrowDown: 1, ArrowUp: -1 }[key]
      if (step !== undefined) {
        // Beyond either end one is back in the box.
        setActive(((active + 1 + step + options.length + 1) % (options.length + 1)) - 1)
        return true
      }
      if (key === 'Enter') current?.choose()
      if (key === 'Delete' && current?.kind === 'recent') forget(current.text)
      return current !== undefined && (key === 'Enter' || (key === 'Delete' && current.kind === 'recent'))
    })
    return () => takeKeys(() => false)
  })
  useEffect(() => {
    if (active >= 0) document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: 'nearest' })
  }, [active, id])
  if (!isListed) return null
  const isRecent = options[0]?.kind === 'recent'
  return (
    // Pressing something in it must not take the focus out of the box.
    <div className={css.popup} onMouseDown={(event) => event.preventDefault()} role="presentation">
      <div className={css.body}>
        <div id={id} role="listbox" aria-label={t(isRecent ? 'box.recent' : 'box.suggestions')} className={css.list}>
          {options.map(({ kind, key, text, choose }, index) => (
            // The keys of the box move through the list and choose (aria-activedescendant).
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
            <div
              key={`${kind} ${key}`}
              id={idOf(index)}
              role="option"
              tabIndex={-1}
              aria-selected={index === active}
              className={css.option}
              onClick={choose}
            >
              <Sign kind={kind} />
              <span className={css.text}>{text}</span>
              {kind === 'shelf' && <span className={css.kind}>{t('box.shelf')}</span>}
            </div>
          ))}
        </div>
        {isRecent && <Removes texts={options.map(({ text }) => text)} forget={forget} />}
      </div>
      {isRecent && (
        <button type="button" className={css.clear} onClick={() => forget()}>
          {t('box.clear')}
        </button>
      )}
      <span className={css.count} role="status">
        {t('box.count', { count: options.length })}
      </span>
    </div>
  )
}

/** Beside what was looked for before: a way to forget one. */
function Removes({ texts, forget }: { texts: readonly string[]; forget: (text: string) => void }): ReactNode {
  const t = useStandingWords()!
  return (
    <div className={css.removes}>
      {texts.map((text) => (
        <button key={text} type="button" aria-label={t('box.remove', { words: text })} onClick={() => forget(text)}>
          <IconX size={16} aria-hidden />
        </button>
      ))}
    </div>
  )
}

function useOptions(typed: string, { look, close }: Pick<Props, 'look' | 'close'>): Option[] {
  const navigate = useNavigate()
  const { said } = useFormat()
  const q = useCalm(typed.trim())
  const isAsking = q !== '' && typed.trim() !== ''
  const { data } = useGet('/v1/search/suggestions', {
    query: { q: q === '' ? '-' : q.slice(0, 200), limit: shownMax },
    enabled: isAsking,
    staleTime: 30_000,
    placeholderData: keepPreviousData,
  })
  const { data: shelves } = useGet('/v1/categories', { staleTime: 60_000, enabled: isAsking })
  if (typed.trim() === '') {
    return recentSearches().map((text) => ({ kind: 'recent', key: text, text, choose: () => look(text) }))
  }
  if (data === undefined || !isAsking) return []
  const go = (to: string): void => {
    close()
    void navigate(to)
  }
  const found = data.categories.flatMap(({ slug }) => shelves?.items.find((shelf) => shelf.slug === slug) ?? [])
  return [
    ...data.queries.slice(0, 4).map((text): Option => ({ kind: 'query', key: text, text, choose: () => look(text) })),
    ...found.slice(0, 2).map(({ slug, titles }): Option => {
      const to = `/search?${new URLSearchParams({ q: typed.trim(), category: slug })}`
      return { kind: 'shelf', key: slug, text: said(titles), choose: () => go(to) }
    }),
    ...data.things
      .slice(0, 4)
      .map(({ id, title }): Option => ({ kind: 'thing', key: id, text: title, choose: () => go(`/offers/${id}`) })),
  ]
}

/** The text once nobody has pressed a key for a moment. */
function useCalm(text: string): string {
  const [calm, setCalm] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setCalm(text), calmMs)
    return () => clearTimeout(timer)
  }, [text])
  return calm
}

function Sign({ kind }: Pick<Option, 'kind'>): ReactNode {
  const Icon = { recent: IconClock, query: IconSearch, shelf: IconCategory, thing: IconTag }[kind]
  return <Icon className={css.sign} size={18} aria-hidden />
}
