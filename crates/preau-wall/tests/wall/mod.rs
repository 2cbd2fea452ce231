mod answers;
mod files;
mod freeze;
mod hours;
mod sight;
mod way_out;
mod world;
mod writing;
