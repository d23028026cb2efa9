export { endOfPush, listDevices, sayLooking, subscribePush } from './devices.ts'
export { type VapidKeys, vapidKeysFrom } from './vapid.ts'
export { mayBePushService } from './hosts.ts'
