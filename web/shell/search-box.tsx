import { IconSearch } from '@tabler/icons-react'
import { type ReactNode, type SubmitEvent, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation, useNavigate, useSearchParams } from 'react-router'
import css from './search-box.module.css'

/** A moment without a key, ms: then what stands in the box is looked for. */
const calmMs = 180

/** Searches while one types, wherever one is. */
export function SearchBox(): ReactNode {
  const { t } = useTranslation('shell')
  const navigate = useNavigate()
  const { pathname } = useLocation()
  const [query] = useSearchParams()
  const input = useRef<HTMLInputElement>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const isSearching = pathname === '/search'
  const shown = isSearching ? (query.get('q') ?? '') : ''
  useEffect(() => {
    // The address leads, except while somebody types.
    if (input.current !== null && document.activeElement !== input.current) input.current.value = shown
  }, [shown])
  const look = (): void => {
    clearTimeout(timer.current)
    const q = input.current?.value.trim() ?? ''
    if (q === shown) return
    const next = new URLSearchParams(isSearching ? query : {})
    if (q === '') next.delete('q')
    else next.set('q', q)
    next.delete('cursor')
    void navigate(`/search?${next}`, { replace: isSearching })
  }
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    look()
    input.current?.blur()
  }
  return (
    <search className={css.form}>
      <form onSubmit={submit} action="/search">
        <IconSearch className={css.icon} size={20} aria-hidden />
        <input
          ref={input}
          className={css.input}
          type="search"
          name="q"
          defaultValue={shown}
          maxLength={200}
          autoComplete="off"
          enterKeyHint="search"
          placeholder={t('search.placeholder')}
          aria-label={t('search.label')}
          onChange={() => {
            clearTimeout(timer.current)
            timer.current = setTimeout(look, calmMs)
          }}
        />
      </form>
    </search>
  )
}
