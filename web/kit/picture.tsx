import type { ReactNode } from 'react'
import css from './picture.module.css'

/** Address of a picture by its file id. */
export function pictureUrl(id: string): string {
  return `/v1/files/${id}`
}

/** The first letter, whole: of a word in any writing. */
function initialOf(title: string): string {
  return String.fromCodePoint(title.codePointAt(0) ?? 32)
}

type Props = {
  /** File id; null shows a soft empty frame. */
  id: string | null
  /** What is to be seen; empty when the text beside it says so already. */
  alt?: string
  /** What it is of: without a picture its first letter stands in the frame. */
  title?: string
  /** Of the frame, width by height; default a square. */
  ratio?: string
  /** The picture that the eye falls on first is asked for at once. */
  isFirst?: boolean
}

/** A picture in a frame of fixed shape, so that nothing jumps when it comes. */
export function Picture({ id, alt = '', title = '', ratio = '1', isFirst = false }: Props): ReactNode {
  return (
    <span className={css.frame} style={{ aspectRatio: ratio }}>
      {id === null ? (
        <span className={css.letter} aria-hidden>
          {initialOf(title)}
        </span>
      ) : (
        <img
          className={css.picture}
          src={pictureUrl(id)}
          alt={alt}
          width={480}
          height={480}
          decoding={isFirst ? 'sync' : 'async'}
          loading={isFirst ? 'eager' : 'lazy'}
          {...(isFirst ? { fetchPriority: 'high' as const } : {})}
        />
      )}
    </span>
  )
}
