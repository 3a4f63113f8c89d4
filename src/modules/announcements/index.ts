export { type Announcement, type Audience, announce, announcementCommands } from './announce.ts'
