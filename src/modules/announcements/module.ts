import type { Module } from '#kernel/module'
import { enterAnnouncement, enterTask } from './announce.ts'

export const module: Module = {
  name: 'announcements',
  jobs: ({ submit }) => ({ [enterTask]: enterAnnouncement(submit) }),
}
