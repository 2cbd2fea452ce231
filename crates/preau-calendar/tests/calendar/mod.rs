mod events;
mod files;
mod meetings;
mod world;
