import type { ReactNode } from 'react'
import { plainWords } from '#web/format'
import type { Variant } from './offer-screen.tsx'
import css from './variant-choice.module.css'

type Props = { variants: readonly Variant[]; chosen: Variant; choose: (id: string) => void }

/** Size, colour and whatever else tells variants apart: a row of choices each. */
export function VariantChoice({ variants, chosen, choose }: Props): ReactNode {
  const names = [...new Set(variants.flatMap(({ variant }) => Object.keys(variant)))]
  return names.map((name) => {
    const values = [...new Set(variants.flatMap(({ variant }) => variant[name] ?? []))]
    return (
      <fieldset key={name} className={css.choice}>
        <legend>{plainWords(name)}</legend>
        {values.map((value) => {
          const found = nearest(variants, chosen, { name, value })
          return (
            <button
              key={value}
              type="button"
              aria-pressed={chosen.variant[name] === value}
              data-gone={found?.available === 0}
              onClick={() => found !== undefined && choose(found.id)}
            >
              {value}
            </button>
          )
        })}
      </fieldset>
    )
  })
}

/** The variant with this value that is most like the chosen one. */
function nearest(
  variants: readonly Variant[],
  chosen: Variant,
  { name, value }: { name: string; value: string },
): Variant | undefined {
  const likeness = (one: Variant): number =>
    Object.entries(chosen.variant).filter(([key, own]) => key !== name && one.variant[key] === own).length
  return variants
    .filter(({ variant }) => variant[name] === value)
    .toSorted((one, other) => likeness(other) - likeness(one))[0]
}
