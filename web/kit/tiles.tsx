import type { ReactNode } from 'react'
import { Link } from 'react-router'
import css from './tiles.module.css'

/** A figure that says how things stand; with `to` it leads to what it counts. */
export type Tile = { label: string; value: ReactNode; to?: string; hint?: string; tone?: 'warn' }

/** Figures beside each other, as many as there is room for. */
export function Tiles({ tiles, label }: { tiles: readonly Tile[]; label: string }): ReactNode {
  return (
    <ul className={css.tiles} aria-label={label}>
      {tiles.map((tile) => (
        <li key={tile.label}>
          <One tile={tile} />
        </li>
      ))}
    </ul>
  )
}

function One({ tile: { label, value, to, hint, tone } }: { tile: Tile }): ReactNode {
  const content = (
    <>
      <span>{label}</span>
      <strong>{value}</strong>
      {hint !== undefined && <span>{hint}</span>}
    </>
  )
  return to === undefined ? (
    <div className={css.tile} data-tone={tone}>
      {content}
    </div>
  ) : (
    <Link to={to} className={css.tile} data-tone={tone}>
      {content}
    </Link>
  )
}
