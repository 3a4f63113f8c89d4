import { Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

type Props = { isOpen: boolean; onClose: () => void; title: string; children: ReactNode }

/** A question above the screen. Its head is no banner of the page, which a bare `Modal` says it is. */
export function Dialog({ isOpen, onClose, title, children }: Props): ReactNode {
  const { t } = useTranslation('shell')
  return (
    <Modal.Root opened={isOpen} onClose={onClose} centered radius="lg">
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Header role="presentation">
          <Modal.Title>{title}</Modal.Title>
          <Modal.CloseButton aria-label={t('close')} />
        </Modal.Header>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}
