import { ActionIcon, Button } from '@mantine/core'
import { IconPhotoPlus, IconStar, IconStarFilled, IconTrash } from '@tabler/icons-react'
import { type ReactNode, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Picture } from '#kit/picture'
import { useProblemText } from '#kit/problem'
import { ApiProblem } from '#web/problem'
import css from './pictures.module.css'
import { uploadPicture } from './upload.ts'

/** As many as an offer may have. */
const picturesMax = 12

type Props = { pictures: readonly string[]; onChange: (change: (before: readonly string[]) => string[]) => void }
type Sending = { name: string; share: number; why?: string }

/** Pictures from the disk, by dragging, or from a telephone's camera; the first is the cover. */
export function Pictures({ pictures, onChange }: Props): ReactNode {
  const { t } = useTranslation('seller')
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setOver] = useState(false)
  const { sending, send } = useUploads(onChange)
  return (
    // Dropping is a shortcut for those with a mouse: the button below does the same.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      className={css.area}
      data-over={isOver}
      role="group"
      aria-label={t('editor.pictures')}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        send([...event.dataTransfer.files])
      }}
    >
      <ul className={css.pictures}>
        {pictures.map((id, index) => (
          <One key={id} id={id} index={index} onChange={onChange} />
        ))}
      </ul>
      {sending.map(({ name, share, why }) => (
        <div key={name} className={css.sending}>
          <span>{name}</span>
          {why === undefined ? (
            <progress value={share} aria-label={t('editor.sending', { name })} />
          ) : (
            <span role="alert" className={css.refused}>
              {why}
            </span>
          )}
        </div>
      ))}
      <input
        ref={input}
        type="file"
        accept="image/png,image/jpeg,image/webp"
        multiple
        hidden
        aria-label={t('editor.addPictures')}
        onChange={(event) => {
          send([...(event.currentTarget.files ?? [])])
          event.currentTarget.value = ''
        }}
      />
      <Button
        variant="light"
        leftSection={<IconPhotoPlus size={18} />}
        disabled={pictures.length >= picturesMax}
        onClick={() => input.current?.click()}
      >
        {t('editor.addPictures')}
      </Button>
      <p className={css.hint}>{t('editor.picturesHint')}</p>
    </div>
  )
}

function useUploads(onChange: Props['onChange']): { sending: readonly Sending[]; send: (files: File[]) => void } {
  const textOf = useProblemText()
  const [sending, setSending] = useState<readonly Sending[]>([])
  const note = (name: string, next: Partial<Sending> | undefined): void =>
    setSending((before) =>
      next === undefined
        ? before.filter((one) => one.name !== name)
        : [...before.filter((one) => one.name !== name), { name, share: 0, ...next }],
    )
  const one = async (file: File): Promise<void> => {
    note(file.name, {})
    try {
      const id = await uploadPicture(file, (share) => note(file.name, { share }))
      onChange((before) => [...before.filter((other) => other !== id), id].slice(0, picturesMax))
      note(file.name, undefined)
    } catch (problem) {
      if (!(problem instanceof ApiProblem)) throw problem
      note(file.name, { why: textOf(problem) })
    }
  }
  return { sending, send: (files) => files.forEach((file) => void one(file)) }
}

type OneProps = { id: string; index: number; onChange: Props['onChange'] }

function One({ id, index, onChange }: OneProps): ReactNode {
  const { t } = useTranslation('seller')
  const number = index + 1
  return (
    <li className={css.one}>
      <Picture id={id} alt={t('editor.picture', { number })} />
      <span className={css.buttons}>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={t('editor.cover', { number })}
          aria-pressed={index === 0}
          onClick={() => onChange((before) => [id, ...before.filter((other) => other !== id)])}
        >
          {index === 0 ? <IconStarFilled size={18} /> : <IconStar size={18} />}
        </ActionIcon>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={t('editor.removePicture', { number })}
          onClick={() => onChange((before) => before.filter((other) => other !== id))}
        >
          <IconTrash size={18} />
        </ActionIcon>
      </span>
    </li>
  )
}
