import { type ReactNode, createContext, useContext, useId } from 'react'
import css from './section.module.css'

type Props = {
  title?: string
  /** What tells it from others of the same title to those who listen. */
  about?: string
  /** Beside the title. */
  aside?: ReactNode
  /** `card` stands on paper; `plain` on the ground. */
  look?: 'card' | 'plain'
  children: ReactNode
}

/** A part of a screen under its own heading. */
export function Section({ title, about, aside, look = 'card', children }: Props): ReactNode {
  const id = useId()
  const named = about === undefined ? { 'aria-labelledby': id } : { 'aria-label': `${title}: ${about}` }
  return (
    <section className={look === 'card' ? css.card : css.plain} {...(title === undefined ? {} : named)}>
      {(title !== undefined || aside !== undefined) && (
        <div className={css.head}>
          {title !== undefined && <h2 id={id}>{title}</h2>}
          {aside}
        </div>
      )}
      {children}
    </section>
  )
}

/** A screen's heading, with what belongs beside it. */
export function PageTitle({
  children,
  aside,
  hint,
}: {
  children: ReactNode
  aside?: ReactNode
  hint?: ReactNode
}): ReactNode {
  return (
    <div className={css.title}>
      <div>
        <h1>{children}</h1>
        {hint !== undefined && <p className={css.hint}>{hint}</p>}
      </div>
      {aside}
    </div>
  )
}

const InPage = createContext(false)

/** The heading of what may be a whole screen or a part of one: a screen has one `h1`. */
export function Heading({ className, children }: { className: string | undefined; children: ReactNode }): ReactNode {
  const isPart = useContext(InPage)
  return isPart ? <h2 className={className}>{children}</h2> : <h1 className={className}>{children}</h1>
}

/** Parts of a screen below each other, the first its title; `narrow` for what is read rather than looked at. */
export function Page({ children, width = 'wide' }: { children: ReactNode; width?: 'wide' | 'narrow' }): ReactNode {
  return (
    <InPage value={true}>
      <div className={width === 'wide' ? css.wide : css.narrow}>{children}</div>
    </InPage>
  )
}
