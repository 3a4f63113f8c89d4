import { IconSearch } from '@tabler/icons-react'
import {
  type KeyboardEvent,
  type ReactNode,
  type SubmitEvent,
  Suspense,
  lazy,
  useEffect,
  useRef,
  useState,
} from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation, useNavigate, useSearchParams } from 'react-router'
import css from './search-box.module.css'

const Suggestions = lazy(async () => ({ default: (await import('./search-suggestions.tsx')).SearchSuggestions }))

/** What the list below the box says of itself. */
type Popup = { isListed: boolean; activeId: string | undefined }
const closed: Popup = { isListed: false, activeId: undefined }
const listId = 'search-suggestions'

/**
 * The box with suggestions below it: a combobox with a list (ARIA Authoring Practices Guide, "Editable combobox with
 * list autocomplete"). The list is brought when the box is first gone to.
 */
export function SearchBox(): ReactNode {
  const { t } = useTranslation('shell')
  const box = useBox()
  const { input, form, popup } = box
  return (
    <search className={css.form} onBlur={box.leave}>
      <form ref={form} onSubmit={box.submit} action="/search">
        <IconSearch className={css.icon} size={20} aria-hidden />
        <input
          ref={input}
          className={css.input}
          type="search"
          name="q"
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={popup.isListed}
          aria-controls={popup.isListed ? listId : undefined}
          aria-activedescendant={popup.activeId}
          defaultValue={box.shown}
          maxLength={200}
          autoComplete="off"
          enterKeyHint="search"
          placeholder={t('search.placeholder')}
          aria-label={t('search.label')}
          onFocus={box.read}
          onClick={box.read}
          onChange={box.read}
          onCompositionEnd={box.read}
          onKeyDown={box.press}
        />
        {box.typed !== undefined && (
          <Suspense>
            <Suggestions
              id={listId}
              typed={box.typed}
              takeKeys={box.takeKeys}
              report={box.report}
              look={box.look}
              close={box.close}
            />
          </Suspense>
        )}
      </form>
    </search>
  )
}

/** What stands in the box, what is open below it, and where it leads. */
function useBox() {
  const navigate = useNavigate()
  const { pathname } = useLocation()
  const [query] = useSearchParams()
  const input = useRef<HTMLInputElement>(null)
  const form = useRef<HTMLFormElement>(null)
  const keys = useRef<(key: string) => boolean>(() => false)
  const [typed, setTyped] = useState<string | undefined>(undefined)
  const [popup, report] = useState<Popup>(closed)
  const isSearching = pathname === '/search'
  const shown = isSearching ? (query.get('q') ?? '') : ''
  useEffect(() => {
    // The address leads, except while somebody types.
    if (input.current !== null && document.activeElement !== input.current) input.current.value = shown
  }, [shown])
  const close = (): void => {
    setTyped(undefined)
    report(closed)
  }
  const look = (text: string): void => {
    const q = text.trim()
    const next = new URLSearchParams(isSearching ? query : {})
    if (q === '') next.delete('q')
    else next.set('q', q)
    if (input.current !== null) input.current.value = q
    close()
    input.current?.blur()
    if (q !== '') void import('#web/recent-searches').then(({ rememberSearch }) => rememberSearch(q))
    if (q !== shown || !isSearching) void navigate(`/search?${next}`)
  }
  return {
    input, form, typed, popup, report, shown, close, look,
    takeKeys: (take: (key: string) => boolean) => {
      keys.current = take
    },
    /** While characters are being composed there is nothing to suggest for yet. */
    read: (event: { nativeEvent: Event }) => {
      const isComposing = event.nativeEvent instanceof InputEvent && event.nativeEvent.isComposing
      if (!isComposing) setTyped(input.current?.value ?? '')
    },
    press: (event: KeyboardEvent) => {
      // Keys of an input method choose characters, not suggestions.
      if (event.nativeEvent.isComposing) return
      if (event.key === 'Escape' && popup.isListed) {
        event.preventDefault()
        close()
      } else if (keys.current(event.key)) event.preventDefault()
      else if (event.key === 'ArrowDown') setTyped(input.current?.value ?? '')
    },
    submit: (event: SubmitEvent<HTMLFormElement>) => {
      event.preventDefault()
      look(input.current?.value ?? '')
    },
    leave: (event: { relatedTarget: EventTarget | null }) => {
      if (!(event.relatedTarget instanceof Node && form.current?.contains(event.relatedTarget) === true)) close()
    },
  } // prettier-ignore
}
