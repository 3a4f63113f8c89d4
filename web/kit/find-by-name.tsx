import { Button, TextInput } from '@mantine/core'
import { type ReactNode, useDeferredValue, useState } from 'react'
import { useGet } from '#web/api'
import { useMe } from '#web/me'
import { usePeopleWords } from '#web/people'
import css from './find-by-name.module.css'

/** Fewer letters would find half the town. */
const lettersMin = 2

/** Shops, and people who agreed to be found, by their names. */
export function FindByName({ onFound }: { onFound: (party: string) => void }): ReactNode {
  const t = usePeopleWords()
  const me = useMe()
  const [text, setText] = useState('')
  const q = useDeferredValue(text.trim())
  const { data } = useGet('/v1/directory', { query: { q, limit: 6 }, enabled: q.length >= lettersMin })
  if (t === undefined) return null
  const found = (data?.items ?? []).filter(({ id }) => id !== me?.party.id)
  return (
    <div>
      <TextInput
        type="search"
        label={t('find.label')}
        maxLength={80}
        autoComplete="off"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className={css.found} aria-live="polite">
        {q.length >= lettersMin && data !== undefined && found.length === 0 && <p>{t('find.none')}</p>}
        {q.length >= lettersMin &&
          found.map(({ id, name }) => (
            <Button
              key={id}
              size="sm"
              variant="default"
              onClick={() => {
                setText('')
                onFound(id)
              }}
            >
              {name}
            </Button>
          ))}
      </div>
    </div>
  )
}
