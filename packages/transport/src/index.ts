export { waitBefore } from './back-off.ts'
export { LineSocket } from './line-socket.ts'
export {
  type Lines,
  type LinesOptions,
  type OpenLine,
  type TransportName,
  type WebSocketClass,
  createLines,
} from './lines.ts'
