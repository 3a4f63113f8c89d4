import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { nameOfLanguage } from '#web/i18n'
import { errorAt } from '#web/schema'
import { FillIn, type FormProps } from './fill-in.tsx'
import css from './forms.module.css'
import { type TownSettings, useSaveTown } from './town-settings.ts'

/** Which languages visitors may choose, and what the town says of itself in each. */
export function LanguagesForm({ town, onSaved, ...rest }: FormProps & { town: TownSettings }): ReactNode {
  const { t } = useTranslation('operator')
  const [languages, setLanguages] = useState<readonly string[]>(town.languages)
  const [first, setFirst] = useState(town.defaultLanguage)
  const [about, setAbout] = useState<Readonly<Record<string, string>>>(town.about)
  const [feesLink, setFeesLink] = useState(town.feesLink)
  const save = useSaveTown(town, onSaved)
  const errors = save.problem?.errors ?? []
  const toggle = (tag: string): void => {
    const next = town.languagesKnown.filter((one) => (one === tag ? !languages.includes(tag) : languages.includes(one)))
    setLanguages(next)
    if (!next.includes(first) && next[0] !== undefined) setFirst(next[0])
    save.clear()
  }
  return (
    <FillIn
      {...rest}
      label={t('townForm.languages')}
      isPending={save.isPending}
      problem={save.problem}
      onSubmit={() => void save.press({ languages: [...languages], defaultLanguage: first, about, feesLink })}
    >
      <fieldset className={css.group}>
        <legend>{t('townForm.languages')}</legend>
        {town.languagesKnown.map((tag) => (
          <Checkbox
            key={tag}
            label={nameOfLanguage(tag)}
            checked={languages.includes(tag)}
            disabled={languages.length === 1 && languages.includes(tag)}
            onChange={() => toggle(tag)}
          />
        ))}
      </fieldset>
      <NativeSelect
        label={t('townForm.defaultLanguage')}
        description={t('townForm.defaultLanguageHint')}
        value={first}
        data={languages.map((value) => ({ value, label: nameOfLanguage(value) }))}
        error={errorAt(errors, 'defaultLanguage')}
        onChange={(event) => setFirst(event.currentTarget.value)}
      />
      {languages.map((tag) => (
        <TextInput
          key={tag}
          label={t('townForm.about', { language: nameOfLanguage(tag) })}
          description={t('townForm.aboutHint')}
          value={about[tag] ?? ''}
          maxLength={200}
          error={errorAt(errors, `about/${tag}`)}
          onChange={(event) => setAbout({ ...about, [tag]: event.currentTarget.value })}
        />
      ))}
      <TextInput
        label={t('townForm.feesLink')}
        description={t('townForm.feesLinkHint')}
        value={feesLink}
        maxLength={500}
        error={errorAt(errors, 'feesLink')}
        onChange={(event) => setFeesLink(event.currentTarget.value)}
      />
    </FillIn>
  )
}
