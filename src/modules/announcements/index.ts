export { type Announcement, announce, announcementCommands } from './announce.ts'
