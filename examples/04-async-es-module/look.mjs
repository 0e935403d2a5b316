export default async ({ id, total }) => console.log(id, total);
