import { type ReactNode, useId, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import css from './json-editor.module.css'

/** A message at its place in the text. */
export type Mark = {
  /** From 0. */
  readonly line: number
  /** Offset in the text. */
  readonly at: number
  readonly detail: string
  readonly pointer: string
}

type Props = { label: string; text: string; marks: readonly Mark[]; onChange: (text: string) => void }

/** JSON as text with line numbers; what is wrong stands beside its line, and as a list that leads there. */
export function JsonEditor({ label, text, marks, onChange }: Props): ReactNode {
  const { t } = useTranslation('operator')
  const listId = useId()
  const area = useRef<HTMLTextAreaElement>(null)
  const lines = text.split('\n')
  const go = ({ at }: Mark): void => {
    const field = area.current
    if (field === null) return
    const end = text.indexOf('\n', at)
    field.focus()
    field.setSelectionRange(at, end === -1 ? text.length : end)
    const shown = field.parentElement?.parentElement
    shown?.scrollTo({ top: Math.max(0, lineOf(text, at) * linePx - shown.clientHeight / 3), behavior: 'instant' })
  }
  return (
    <>
      <div className={css.editor}>
        <div className={css.sheet}>
          <div className={css.numbers} aria-hidden>
            {lines.map((_, index) => (
              <span key={index}>{index + 1}</span>
            ))}
          </div>
          <Beside marks={marks} lines={lines} />
          <textarea
            ref={area}
            className={css.text}
            aria-label={label}
            aria-describedby={listId}
            aria-invalid={marks.length > 0}
            value={text}
            rows={lines.length}
            cols={Math.max(...lines.map(({ length }) => length)) + 1}
            wrap="off"
            spellCheck={false}
            autoCapitalize="off"
            autoCorrect="off"
            onChange={(event) => onChange(event.currentTarget.value)}
          />
        </div>
      </div>
      <ul id={listId} className={css.list} aria-label={t('manifest.list')}>
        {marks.map((mark) => (
          <li key={`${mark.pointer} ${mark.detail}`}>
            <button type="button" className={css.go} onClick={() => go(mark)}>
              <strong>{t('manifest.line', { line: mark.line + 1 })}</strong>
              {mark.pointer !== '' && <code>{mark.pointer}</code>}
              <span>{mark.detail}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}

/** As in the style sheet, px. */
const linePx = 20

/** Marked lines, with the words behind their end. */
function Beside({ marks, lines }: { marks: readonly Mark[]; lines: readonly string[] }): ReactNode {
  const byLine = Map.groupBy(marks, ({ line }) => line)
  return [...byLine].map(([line, here]) => (
    <div key={line} className={css.marked} style={{ top: line * linePx + linePx / 2 }} aria-hidden>
      <span className={css.message} style={{ marginInlineStart: `${(lines[line] ?? '').length + 2}ch` }}>
        {here.map(({ detail }) => detail).join(' · ')}
      </span>
    </div>
  ))
}

function lineOf(text: string, at: number): number {
  return text.slice(0, at).split('\n').length - 1
}
