import { Button } from '@mantine/core'
import { type ReactNode, useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PictureField } from '#kit/picture-field'
import { ProblemNote } from '#kit/problem'
import { useGet } from '#web/api'
import { errorAt } from '#web/schema'
import { FillIn, type FormProps } from './fill-in.tsx'
import css from './forms.module.css'
import { type TownSettings, useSaveTown } from './town-settings.ts'

/** Colours to begin with; the first is the one that a town has when it says nothing. */
const beginnings = ['#b8431f', '#1d5f8a', '#2f6b3a', '#7a3b8f', '#9c2f55', '#6b5500'] as const
const bricks = beginnings[0]

/** The town's colour and its sign. */
export function LookForm({ town, onSaved, ...rest }: FormProps & { town: TownSettings }): ReactNode {
  const { t } = useTranslation('operator')
  const [accent, setAccent] = useState(town.accent)
  const [logo, setLogo] = useState(town.logo)
  const save = useSaveTown(town, onSaved)
  const errors = save.problem?.errors ?? []
  const choose = (colour: string): void => {
    setAccent(colour === bricks ? null : colour)
    save.clear()
  }
  return (
    <FillIn
      {...rest}
      label={t('townForm.look')}
      isPending={save.isPending}
      problem={save.problem}
      onSubmit={() => void save.press({ accent, logo })}
    >
      <fieldset className={css.group}>
        <legend>{t('townForm.accent')}</legend>
        <p className={css.quiet}>{t('townForm.accentHint')}</p>
        <div className={css.colours}>
          {beginnings.map((colour) => (
            <button
              key={colour}
              type="button"
              className={css.colour}
              style={{ background: colour }}
              aria-pressed={(accent ?? bricks) === colour}
              aria-label={t('townForm.takeColour', { colour })}
              onClick={() => choose(colour)}
            />
          ))}
          <input
            type="color"
            className={css.own}
            value={accent ?? bricks}
            aria-label={t('townForm.ownColour')}
            onChange={(event) => choose(event.currentTarget.value)}
          />
        </div>
        <Preview accent={accent ?? bricks} onTake={choose} />
      </fieldset>
      <PictureField
        label={t('townForm.logo')}
        hint={t('townForm.logoHint')}
        error={errorAt(errors, 'logo')}
        value={logo ?? undefined}
        onChange={(value) => setLogo(typeof value === 'string' ? value : null)}
      />
      {logo !== null && (
        <Button variant="default" onClick={() => setLogo(null)}>
          {t('townForm.noLogo')}
        </Button>
      )}
    </FillIn>
  )
}

/** Grounds as `web/kit/theme.tsx` has them: both are shown, whichever this page is in. */
const grounds = { light: '#fffdf9', dark: '#231e19' } as const

function Preview({ accent, onTake }: { accent: string; onTake: (colour: string) => void }): ReactNode {
  const { t } = useTranslation('operator')
  const wanted = useDeferredValue(accent)
  const { data, error } = useGet('/v1/town/look', {
    query: { accent: wanted },
    staleTime: Infinity,
    placeholderData: (before) => before,
  })
  if (data === undefined) return <ProblemNote problem={error} />
  const { isReadable, contrast, nearest, look } = data
  return (
    <>
      <div className={css.preview}>
        {(['light', 'dark'] as const).map((scheme) => (
          <div key={scheme} className={css.shade} style={{ background: grounds[scheme] }}>
            <span className={css.fill} style={{ background: look[scheme].fill }}>
              {t('townForm.sampleButton')}
            </span>
            <span style={{ color: look[scheme].text, fontWeight: 650 }}>{t(`townForm.${scheme}`)}</span>
          </div>
        ))}
      </div>
      <p className={css.quiet} role="status">
        {isReadable ? t('townForm.readable', { contrast }) : t('townForm.unreadable', { contrast, nearest })}
      </p>
      {!isReadable && (
        <Button variant="default" onClick={() => onTake(nearest)}>
          {t('townForm.takeColour', { colour: nearest })}
        </Button>
      )}
    </>
  )
}
