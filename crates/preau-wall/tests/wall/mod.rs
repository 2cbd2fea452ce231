mod answers;
mod files;
mod hours;
mod sight;
mod way_out;
mod world;
mod writing;
