export const formatTime: (epochMs: number) => string;
export const formatDay: (epochMs: number) => string;
export const formatDuration: (durationMs: number) => string;
export const formatSpeed: (speed: number) => string;
export const formatSlackDate: (epochMs: number, format: string) => string;
