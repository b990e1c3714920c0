/** What the name of a broker tells. */

/** Whether it is a namespace of Azure Event Hubs, which answers at one port only. */
export const isEventHub = (broker: string): boolean => /\.servicebus\.windows\.net(:|$)/i.test(broker)
